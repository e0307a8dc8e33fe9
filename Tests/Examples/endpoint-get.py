import http.client
import json

def get_user(token, user_id):
    """GET /users/{userId} — Get user details by ID."""
    conn = http.client.HTTPSConnection("services.leadconnectorhq.com", timeout=30)
    conn.request("GET", f"/users/{user_id}", "", {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Version": "2021-07-28",
        "User-Agent": "Mozilla/5.0"
    })
    res = conn.getresponse()
    data = json.loads(res.read().decode())
    conn.close()
    if res.status == 200:
        return data.get("user", data)
    return {"error": res.status, "message": data.get("message", str(data))}

# ── Usage ──
user = get_user(token="pit-xxxxxxxx", user_id="0IHuJvc2ofPAAA8GzTRi")
print(user["firstName"], user["email"], user["permissions"])
