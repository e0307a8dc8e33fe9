import http.client
import json

def delete_user(token, user_id):
    """DELETE /users/{userId} — Soft delete (async, takes minutes)."""
    conn = http.client.HTTPSConnection("services.leadconnectorhq.com", timeout=30)
    conn.request("DELETE", f"/users/{user_id}", "", {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Version": "2021-07-28",
        "User-Agent": "Mozilla/5.0"
    })
    res = conn.getresponse()
    data = json.loads(res.read().decode())
    conn.close()
    return data  # {"succeded": true, "message": "Queued deleting user..."}

# ── Usage ──
result = delete_user(token="pit-xxxxxxxx", user_id="0IHuJvc2ofPAAA8GzTRi")
print(result["message"])  # "Queued deleting user with e-mail john@deo.com..."
