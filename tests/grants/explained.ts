import type { Explained } from "./compare.ts";

// A grant is `function action place partition`, as the local runner names it. An entry goes when its grants are used or gone.
export const explained: readonly Explained[] = [
  {
    grants: "* logs:*",
    why: "Lambda writes the lines of a function's log with the function's rights; the runner keeps them itself.",
  },
  {
    grants: "* sqs:GetQueueUrl *",
    why: "The CDK grants it with sending and reading; functions know their queues by address and never ask.",
  },
  {
    grants: "* sqs:GetQueueAttributes accord-*-dead",
    why: "The CDK grants it with sending to what holds dead letters; Lambda sends there and asks nothing.",
  },
  {
    grants: "* sqs:ChangeMessageVisibility accord-intake",
    why: "The CDK grants it with reading; Lambda reads the queue in the function's name and gives back what it did not get to.",
  },
  {
    grants: "* sqs:ChangeMessageVisibility accord-webhook*",
    why: "The CDK grants it with reading; Lambda reads the queues in the function's name and gives back what it did not get to.",
  },
  {
    grants: "PublishAgain sqs:ChangeMessageVisibility accord-replays",
    why: "The CDK grants it with reading; Lambda reads the queue in the function's name and gives back what it did not get to.",
  },
  {
    grants: "Papers sqs:ChangeMessageVisibility accord-bindings",
    why: "The CDK grants it with reading; Lambda reads the queue in the function's name and gives back what it did not get to.",
  },
  {
    grants: "TendPapers sqs:ChangeMessageVisibility accord-paper-tasks",
    why: "The CDK grants it with reading; Lambda reads the queue in the function's name and gives back what it did not get to.",
  },
  {
    grants: "Route dynamodb:Query table/Cases/index/casesByParty",
    why: "Asked page by page where the former cases of parties are more than one answer holds; tests/contract/party-match does so.",
  },
  {
    grants: "Registry sqs:SetQueueAttributes accord-inbox-*",
    why: "An inbox with the attributes of an earlier release is brought up to date; none has others yet.",
  },
  {
    grants: "Console sqs:SetQueueAttributes accord-inbox-*",
    why: "The pages register organisations as the registry does, which brings inboxes of earlier releases up to date.",
  },
  {
    grants: "* kms:Decrypt key/none",
    why: "Opens what a former key wrapped, where a deployment names one (decision 0082); a test does, of a platform of its own.",
  },
  {
    grants: "Count dynamodb:PutItem table/Cases REFUSALS#*",
    why: "A sum in an earlier form is stored again before it is added to (decision 0019); no sum has an earlier form yet.",
  },
];
