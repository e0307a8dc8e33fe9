import http.client
import json

def update_user(token, user_id, **kwargs):
    """
    PUT /users/{userId} — Update user fields.
    All kwargs are optional. Only send what you want to change.
    Examples:
        update_user(token, uid, permissions={"contactsEnabled": True})
        update_user(token, uid, location_ids=["LOC_A", "LOC_B"])
        update_user(token, uid, password="new_password")
        update_user(token, uid, scopes=["contacts.write"])
        update_user(token, uid, role="admin", type="account")
    """
    # Filter out None values
    payload = {k: v for k, v in kwargs.items() if v is not None}
    if not payload:
        return {"error": "No fields to update"}
    body = json.dumps(payload).encode()
    conn = http.client.HTTPSConnection("services.leadconnectorhq.com", timeout=30)
    conn.request("PUT", f"/users/{user_id}", body, {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Version": "2021-07-28",
        "Content-Type": "application/json",
        "User-Agent": "Mozilla/5.0"
    })
    res = conn.getresponse()
    data = json.loads(res.read().decode())
    conn.close()
    if res.status == 200:
        return data.get("user", data)
    return {"error": res.status, "message": data.get("message", str(data))}

# ── Usage examples ──
# Example 1: Update permissions and scopes
update_user(
    token="pit-xxxxxxxx",
    user_id="0IHuJvc2ofPAAA8GzTRi",
    permissions={
        "contactsEnabled": True,
        "opportunitiesEnabled": True,
        "conversationsEnabled": True,
        "assignedDataOnly": True
    },
    scopes=["contacts.write", "opportunities.write", "conversations.write"]
)
# Example 2: Move user to a different location
update_user(
    token="pit-xxxxxxxx",
    user_id="0IHuJvc2ofPAAA8GzTRi",
    location_ids=["U0S0QntXgSOz9Fx18Db4"]  # ZACATEPEC
)
# Example 3: Change role and type
update_user(
    token="pit-xxxxxxxx",
    user_id="0IHuJvc2ofPAAA8GzTRi",
    role="admin",
    type="account"
)
# Example 4: Reset password
update_user(
    token="pit-xxxxxxxx",
    user_id="0IHuJvc2ofPAAA8GzTRi",
    password="new_secure_password"
)
