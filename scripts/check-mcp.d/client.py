"""What a client does with 'ghlua mcp': look, plan, apply, and be told of mistakes."""
import asyncio
import subprocess
import sys

from mcp import StdioServerParameters
from mcp.client.client import Client

GHLUA = sys.argv[1]
MOVE = {"user": "john@deo.com", "to": "Lisbon"}


def check(holds, what):
    if not holds:
        sys.exit(f"check-mcp: {what}")


async def talk(mode):
    company = f"{mode}.json"
    subprocess.run([GHLUA, "mock", "seed", company], check=True, stdout=subprocess.DEVNULL)
    server = StdioServerParameters(
        command=GHLUA, args=["mcp", f"--mock={company}", "--allow-apply"], env=None)
    async with Client(server, mode=mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        check({"move-user", "audit-access", "apply"} <= set(tools), f"{mode}: tools {list(tools)}")
        check(tools["audit-access"].annotations.read_only_hint, f"{mode}: audit-access only reads")
        check(tools["delete-user"].annotations.destructive_hint, f"{mode}: delete-user destroys")
        plan = await client.call_tool("move-user", MOVE)
        check(not plan.is_error and "Lisbon" in plan.content[0].text, f"{mode}: {plan}")
        wrong = await client.call_tool("move-user", {"user": "nobody@deo.com", "to": "Lisbon"})
        check(wrong.is_error and "nobody@deo.com" in wrong.content[0].text, f"{mode}: {wrong}")
        checksum = plan.structured_content["checksum"]
        applied = await client.call_tool("apply", {"checksum": checksum})
        check(applied.structured_content["status"] == "applied", f"{mode}: {applied}")
        again = await client.call_tool("apply", {"checksum": checksum})
        check(again.is_error, f"{mode}: a plan was applied twice")
        gone = await client.call_tool("delete-user", {"user": "jane@deo.com"})
        lost = await client.call_tool("apply", {"checksum": gone.structured_content["checksum"]})
        check(lost.is_error, f"{mode}: a delete was applied without being allowed")
    print(f"check-mcp: {mode}: {len(tools)} tools, a plan, an apply, four mistakes")


for era in ("auto", "legacy"):
    asyncio.run(asyncio.wait_for(talk(era), 120))
