import { Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import { type Access, wildcardResourceFinding } from "./access.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { allow } from "./service-function.ts";

/**
 * The inboxes of committees and agencies. They are made at run time, one per organisation, as hundreds of them would not
 * fit a template; what they share, their name prefix and their dead-letter queue, is fixed here.
 */
export class OrganisationInboxes extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly #prefix: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stackName = Stack.of(this).stackName.toLowerCase();
    this.#prefix = `${stackName}-inbox-`;
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", `${stackName}-inboxes-dead`, "queues made at run time");
  }

  /** Make inboxes and bring them up to date, without the right to see what lies in one. */
  provisioning(): Access {
    const { environment, ...access } = this.#access(["CreateQueue", "SetQueueAttributes"]);
    return { ...access, environment: { ...environment, INBOX_DEAD_LETTER_ARN: this.deadLetters.queueArn } };
  }

  /** Hand out the messages of inboxes, without the right to put any in. */
  serving(): Access {
    return this.#access(["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"]);
  }

  /** Put messages into inboxes. */
  sending(): Access {
    return this.#access(["SendMessage"]);
  }

  #access(actions: readonly string[]): Access {
    const stack = Stack.of(this);
    const inboxes = `${this.#prefix}*`;
    return {
      environment: { INBOX_PREFIX: this.#prefix },
      statements: [allow("sqs", actions, [stack.formatArn({ service: "sqs", resource: inboxes })])],
      acknowledgments: [
        {
          id: wildcardResourceFinding(stack, "sqs", inboxes),
          reason: "Inboxes are made when an organisation registers; the prefix is theirs alone.",
        },
      ],
    };
  }
}
