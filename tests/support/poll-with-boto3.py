"""Polls the inbox whose credentials stand in LENT, as a system in Python would; OTHER names a queue that is not its own."""

import json
import os

import boto3
from botocore.exceptions import ClientError

lent = json.loads(os.environ["LENT"])
url = lent["queueUrl"]
sqs = boto3.client(
    "sqs",
    region_name=lent["region"],
    # On AWS the region says where; here the queue's address does.
    endpoint_url="/".join(url.split("/")[:3]),
    aws_access_key_id=lent["accessKeyId"],
    aws_secret_access_key=lent["secretAccessKey"],
    aws_session_token=lent["sessionToken"],
)


def receive():
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=30, WaitTimeSeconds=1)
    return answer.get("Messages", [])


def refusal(call, **arguments):
    try:
        call(**arguments)
        return "done"
    except ClientError as error:
        return error.response["Error"]["Code"]


message = receive()[0]
print("received", json.loads(message["Body"])["type"])
print("hidden" if receive() == [] else "there")
sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
again = receive()[0]
print("received again" if again["Body"] == message["Body"] else "another message")
sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
left = sqs.get_queue_attributes(
    QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
)["Attributes"]
print("deleted" if set(left.values()) == {"0"} else left)
print("sending refused", refusal(sqs.send_message, QueueUrl=url, MessageBody="{}"))
other = "/".join([*url.split("/")[:-1], os.environ["OTHER"]])
print("another queue refused", refusal(sqs.receive_message, QueueUrl=other))
