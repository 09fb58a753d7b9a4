"""Prints every record of a .swanlab file, read by SwanLab's own reader, one JSON object a line."""

import json
import sys

from google.protobuf.json_format import MessageToDict
from swanlab.proto.swanlab.record.v1.record_pb2 import Record
from swanlab.sdk.internal.core_python.store import DataStoreReader

reader = DataStoreReader()
reader.open(sys.argv[1])
data = reader.scan()
while data is not None:
    record = Record()
    record.ParseFromString(data)
    print(json.dumps(MessageToDict(record, preserving_proto_field_name=True)))
    data = reader.scan()
