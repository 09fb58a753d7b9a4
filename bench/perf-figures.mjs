// What is read off the streams of one client, ours or another's, in the same way.

export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

/** CPU time at a moment, between two samples { atMs, cpuMs }. */
export function cpuAt(samples, ms) {
  const after = samples.findIndex(({ atMs }) => atMs >= ms);
  if (after <= 0) return samples.at(after === 0 ? 0 : -1).cpuMs;
  const [a, b] = [samples[after - 1], samples[after]];
  return a.cpuMs + ((b.cpuMs - a.cpuMs) * (ms - a.atMs)) / (b.atMs - a.atMs);
}

const quantile = (values, share) => {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? undefined : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
};

/** Figures of streams: each { dueMs, stamps (client, ms), sent (server, ms) } on the monotonic clock; `cpu` tells CPU time and the largest size of the process. */
export function figures(streams, cpu, startMs) {
  const all = streams.flatMap(({ stamps }) => stamps);
  const endMs = all.reduce((most, at) => Math.max(most, at), 0);
  const firstMs = all.reduce((least, at) => Math.min(least, at), Infinity);
  const added = streams.flatMap(({ stamps, sent }) => (sent ?? []).map((at, index) => stamps[index] - at));
  // Compilers are warm after two seconds; the ends of the streams are within what is counted.
  const warmMs = startMs + 2000;
  return {
    events: all.length,
    eventsPerSecond: all.length / ((endMs - firstMs) / 1000),
    cpuUsPerEvent: ((cpu.at(endMs + 200) - cpu.at(warmMs)) * 1000) / all.filter((at) => at >= warmMs).length,
    wholeCpuUsPerEvent: ((cpu.at(endMs + 200) - cpu.at(startMs)) * 1000) / all.length,
    addedP50Ms: quantile(added, 0.5),
    addedP99Ms: quantile(added, 0.99),
    ttftP50Ms: quantile(streams.map(({ dueMs, stamps }) => stamps[0] - dueMs), 0.5),
    ttftP99Ms: quantile(streams.map(({ dueMs, stamps }) => stamps[0] - dueMs), 0.99),
    rssMb: cpu.rssMb,
  };
}
