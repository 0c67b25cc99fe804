"""MiniStack, with the one type of resource of our template that it does not know: a firewall's place before an API."""

from ministack.app import main
from ministack.services import waf
from ministack.services.cloudformation import provisioners


def create(_logical_id, properties, _stack_name):
    status, _headers, body = waf._associate_web_acl(properties)
    if status != 200:
        raise ValueError(body)
    return f"{properties['WebACLArn']}|{properties['ResourceArn']}", {}


def delete(_physical_id, properties):
    waf._disassociate_web_acl(properties)


provisioners._RESOURCE_HANDLERS["AWS::WAFv2::WebACLAssociation"] = {"create": create, "delete": delete}
main()
