import { Duration, Stack, Validations } from "aws-cdk-lib";
import { ArnPrincipal, Role } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { type Access, wildcardResourceFinding } from "./access.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { allow, type ServiceFunction } from "./service-function.ts";

/** What reading one's inbox takes; the session of each organisation names these again, for its own queue. */
const readingOwn = ["ReceiveMessage", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes"];

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

  /**
   * Lets the function lend organisations the reading of their own inboxes. It takes on a role for that which nobody else can
   * take on, and narrows it to the one inbox.
   */
  lentBy(lender: ServiceFunction): void {
    const { role: lending } = lender;
    if (lending === undefined) throw new Error("a function without a role lends nothing");
    const role = new Role(this, "Reader", {
      description: "What organisations get of their own inboxes, each narrowed to one",
      assumedBy: new ArnPrincipal(lending.roleArn),
      maxSessionDuration: Duration.hours(1),
    });
    const { statements, acknowledgments = [] } = this.#access(readingOwn);
    for (const statement of statements) role.addToPolicy(statement);
    Validations.of(role).acknowledge(...acknowledgments);
    lender.uses({
      environment: { INBOX_READER_ROLE: role.roleArn },
      statements: [allow("sts", ["AssumeRole"], [role.roleArn])],
    });
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
