import { Duration, Stack, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption, type RedriveAllowPolicy, RedrivePermission } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** Who may move messages in: one named queue, queues made at run time, or failed invocations only. */
type DeadLetterSource = { readonly queueName: string } | "queues made at run time" | "failed invocations";

/** Keeps what failed for 14 days, the longest SQS offers, so that a holiday does not lose it. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, queueName: string, source: DeadLetterSource) {
    super(scope, id, {
      queueName,
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      redriveAllowPolicy: redriveAllowPolicy(scope, id, source),
    });
    if (typeof source === "string") {
      Validations.of(this).acknowledge({
        id: "AwsSolutions-SQS3",
        reason: `It is itself a dead-letter queue, filled by ${source}, which the rule cannot see in the template.`,
      });
    }
  }
}

function redriveAllowPolicy(scope: Construct, id: string, source: DeadLetterSource): RedriveAllowPolicy {
  if (source === "failed invocations") return { redrivePermission: RedrivePermission.DENY_ALL };
  if (source === "queues made at run time") return { redrivePermission: RedrivePermission.ALLOW_ALL };
  // By name, because the two queues would otherwise each need the other's ARN first.
  const sourceArn = Stack.of(scope).formatArn({ service: "sqs", resource: source.queueName });
  return {
    redrivePermission: RedrivePermission.BY_QUEUE,
    sourceQueues: [Queue.fromQueueArn(scope, `${id}Source`, sourceArn)],
  };
}
