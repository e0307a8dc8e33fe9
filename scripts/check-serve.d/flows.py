"""The flows of both seeds, from the event to the user who is gone."""
import json
import os
import signal
import time

import house
from house import House, demand, until

BOUNDS = """
[auto_apply.delete-tagged-user]
delete = 1
[targets.site]
url = "http://127.0.0.1:9/"
events = ["user.delete.complete", "ghlua.run.*"]
"""


def seed_event(email):
    """FusionAuth's example event, about somebody of this company."""
    path = os.path.join(house.ROOT, "Tests", "ServerTests", "fusionauth-event.json")
    with open(path, encoding="utf-8") as file:
        event = json.load(file)
    event["event"]["user"]["email"] = email
    return event


def newest(home, recipe, mode, status):
    return until(f"a {mode} of {recipe} that is {status}", lambda: next(
        (run for run in home.runs(recipe=recipe)
         if run["mode"] == mode and run["status"] == status), None))


def fusionauth(home, email):
    """The event makes a plan that waits; approving it deletes the person."""
    status, answer = home.fusion(seed_event(email))
    demand((status, answer["status"]) == (200, "accepted"), f"the event was answered {answer}")
    run = newest(home, "mirror-fusionauth-delete", "plan", "waiting")
    plan = home.run(run["run_id"])
    demand(plan["summary"]["delete"] == 1 and plan["changes"][0]["label"] == email,
           f"the plan is not about {email}: {plan['changes']}")
    demand(email in home.users(), "the user was deleted before anybody approved")
    demand(home.fusion(seed_event(email))[1]["status"] == "duplicate", "it was taken twice")
    status, _ = home.call("POST", f"/v1/plans/{run['run_id']}/apply", {"checksum": "sha256:0"})
    demand(status == 409, "a wrong checksum was taken")
    status, applied = home.call("POST", f"/v1/plans/{run['run_id']}/apply?wait=60",
                                {"checksum": plan["checksum"]})
    demand(applied["status"] == "applied", f"the apply is {applied['status']}: {applied['reason']}")
    until("the user is gone", lambda: email not in home.users(), 20)
    # What comes back about the delete that ghlua made starts nothing.
    event = seed_event(email)
    event["event"]["id"] = "another"
    demand(home.fusion(event)[1]["status"] == "looped", "a delete of our own started another")


def tagged(home, email):
    """A contact's tag, by HighLevel's workflow: within its bounds the delete applies itself."""
    demand(home.hook("crm", {"contact_id": "c-tag", "tags": "REMOVE USER"})[0] == 200, "not taken")
    newest(home, "delete-tagged-user", "apply", "applied")
    until("the tagged user is gone", lambda: email not in home.users(), 20)


def role(home, email):
    """The role deleted, by a call as CRMs make it to WP Fusion."""
    path = f"/hooks/wp?wpf_action=update&access_key={house.SECRET}&contact_id=c-role"
    demand(home.call("POST", path, b"", token=None)[0] == 200, "not taken")
    until("the user with the role deleted is gone", lambda: email not in home.users())
    log = home.log()
    demand(house.SECRET not in log and "pit-trial" not in log, "a secret is in the log")
    _, events = home.call("GET", "/v1/events")
    demand(house.SECRET not in json.dumps(events), "a secret is in the inbox")


def company():
    def user(name, kind="account", role="user"):
        return {"id": f"u-{name}", "email": f"{name}@acme.test", "firstName": name,
                "lastName": "Test", "roles": {"type": kind, "role": role, "locationIds": ["ber"]}}

    def contact(name, tags, fields=()):
        return {"id": f"c-{name}", "email": f"{name}@acme.test", "locationId": "ber",
                "tags": tags, "customFields": list(fields)}
    return {"format": "ghlua.mock-company/1", "companyId": "ve9EPM428h8vShlRW1KT",
            "now": "2026-01-05T12:00:00.000Z", "generator": 1,
            "locations": [{"id": "ber", "name": "Berlin"}],
            "users": [user("admin", "agency", "admin")] + [user(name) for name in
                                                           ("fusion", "tag", "role")],
            "contacts": [contact("tag", ["vip", "remove user"]),
                         contact("role", [], [{"id": "role", "value": "deleted"}])], "queue": []}


def run(_options):
    with House(BOUNDS, mock=("--delete-delay", "200ms")) as probe:
        state = probe.call("GET", "/_mock/state", url=probe.service, token=None)[1]
    made = company()
    made["format"], made["generator"] = state["format"], state["generator"]
    with House(BOUNDS, company=made, mock=("--delete-delay", "200ms")) as home:
        home.serve()
        fusionauth(home, "fusion@acme.test")
        tagged(home, "tag@acme.test")
        role(home, "role@acme.test")
        until("webhooks out are kept", lambda: any(
            item["type"] == "user.delete.complete" for item in
            home.call("GET", "/v1/deliveries")[1]["deliveries"]))
        home.daemon.send_signal(signal.SIGHUP)
        until("the settings are read again", lambda: "were read again" in home.log())
        began = time.time()
        demand(home.stop() == 0, "SIGTERM was not answered well")
        demand(time.time() - began < 25, "the end took too long")
    return "both seeds' deletes, from event to gone; loop guard; reload; stop"
