import type { Calibration } from "./calibration.js";

/** A calibration as lines of plain text: the ladders, then this machine's limits. */
export function describeCalibration({ streamSteps, rateSteps, limits, host, measuredAt }: Calibration): string {
  const stream = table(
    ["streams", "events/s", "added p50", "added p99", "TTFT error p50", "p99", "gap error p50", "p99", "events", "server p99", "holds"],
    streamSteps.map((step) => [
      String(step.streams),
      step.eventsPerSecond.toFixed(0),
      ...[step.addedP50Ms, step.addedP99Ms, step.ttftErrorP50Ms, step.ttftErrorP99Ms, step.gapErrorP50Ms, step.gapErrorP99Ms].map(milliseconds),
      step.isExact ? "all" : "lost",
      milliseconds(step.serverLatenessP99Ms),
      step.holds ? "yes" : "no",
    ]),
  );
  const rate = table(
    ["sends/s", "rate error", "late p99", "holds"],
    rateSteps.map((step) => [String(step.perSecond), `${(step.rateError * 100).toFixed(3)} %`, milliseconds(step.sendLatenessP99Ms), step.holds ? "yes" : "no"]),
  );
  return [`${host.processor}, ${host.cores} cores, Node ${host.node}, ${measuredAt}`, "", ...stream, "", ...rate, "", ...limitLines(limits)].join("\n");
}

function limitLines({ streams, eventsPerSecond, perSecond, typical }: Calibration["limits"]): string[] {
  return [
    streams === undefined
      ? "No limit for streams: not even the first step held. This machine stamps events with errors of more than 1 ms (99 of 100), or is busy with other things."
      : `Streams: errors of TTFT and gaps stay below 1 ms (99 of 100) up to ${streams} at a time, ${(eventsPerSecond ?? 0).toFixed(0)} events/s.`,
    ...(typical === undefined ? [] : [`Medians: half of all stamps are right within 1 ms up to ${typical.streams} streams at a time, ${typical.eventsPerSecond.toFixed(0)} events/s.`]),
    perSecond === undefined ? "No limit for sends: not even the first step held. Sends are more than 1 ms late (99 of 100), or the machine is busy with other things." : `Sends: on time within 1 ms (99 of 100) and at the rate within 0.1 % up to ${perSecond} a second.`,
  ];
}

function milliseconds(value: number): string {
  return Number.isNaN(value) ? "-" : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "));
}
