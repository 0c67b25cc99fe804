import { Duration } from "aws-cdk-lib";
import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Alarms, Watched } from "./alarms.ts";
import type { CaseTable } from "./case-table.ts";

const period = Duration.minutes(1);
const maximum = { period, statistic: "Maximum" };

interface FlowDashboardProps extends Watched {
  readonly table: CaseTable;
  readonly alarms: Alarms;
}

/** One page that reads like the flow: alarms, requests, saved events, queues, functions, then what was given up. */
export class FlowDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: FlowDashboardProps) {
    super(scope, id, { defaultInterval: Duration.hours(6) });
    const { api } = props.frontDoor;
    this.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms: props.alarms.all, width: 24, height: 4 }));
    this.addWidgets(
      graph("Requests", [
        api.metricCount({ period }),
        api.metricClientError({ period, statistic: "Sum" }),
        api.metricServerError({ period, statistic: "Sum" }),
      ]),
      graph("Answer time", [
        api.metricLatency({ period, statistic: "p50", label: "half of all" }),
        api.metricLatency({ period, statistic: "p99", label: "99 of 100" }),
      ]),
      graph("Table units", [
        props.table.metricConsumedReadCapacityUnits({ period, statistic: "Sum" }),
        props.table.metricConsumedWriteCapacityUnits({ period, statistic: "Sum" }),
      ]),
    );
    this.addWidgets(
      graph(
        "Saved events waiting (ms)",
        props.streams.map(({ worker, work }) =>
          worker.function.metric("IteratorAge", { ...maximum, label: `to be ${work}` }),
        ),
      ),
      graph(
        "Queue depth",
        props.workers.map(({ worker: { queue, node } }) =>
          queue.metricApproximateNumberOfMessagesVisible({ ...maximum, label: node.id }),
        ),
      ),
      graph(
        "Oldest message (s)",
        props.workers.map(({ worker: { queue, node } }) =>
          queue.metricApproximateAgeOfOldestMessage({ ...maximum, label: node.id }),
        ),
      ),
    );
    this.addWidgets(
      graph(
        "Function errors",
        props.functions.map((fn) => fn.metricErrors({ period, label: fn.node.id })),
      ),
      graph(
        "Function time, 99 of 100 (ms)",
        props.functions.map((fn) => fn.metricDuration({ period, statistic: "p99", label: fn.node.id })),
      ),
      graph(
        "Given up",
        props.deadLetters.map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible({ ...maximum, label: queue.node.scope?.node.id ?? "" }),
        ),
      ),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8 });
}
