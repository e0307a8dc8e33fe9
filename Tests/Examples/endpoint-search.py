import http.client
import json
import urllib.parse

def search_users(token, company_id, query=None, location_id=None, user_type=None,
                 role=None, ids=None, skip=0, limit=25, sort="dateAdded",
                 sort_direction="desc"):
    """GET /users/search — Advanced user search."""
    params = {
        "companyId": company_id,
        "skip": str(skip),
        "limit": str(limit),
        "sort": sort,
        "sortDirection": sort_direction
    }
    if query:
        params["query"] = query
    if location_id:
        params["locationId"] = location_id
    if user_type:
        params["type"] = user_type
    if role:
        params["role"] = role
    if ids:
        params["ids"] = ids
    qs = urllib.parse.urlencode(params)
    conn = http.client.HTTPSConnection("services.leadconnectorhq.com", timeout=30)
    conn.request("GET", f"/users/search?{qs}", "", {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Version": "2021-07-28",
        "User-Agent": "Mozilla/5.0"
    })
    res = conn.getresponse()
    data = json.loads(res.read().decode())
    conn.close()
    if res.status == 200:
        return data  # {"users": [...], "count": N}
    return {"error": res.status, "message": data.get("message", str(data))}

# ── Usage examples ──
# Find all users in a location
users = search_users(token="pit-xxxxxxxx", company_id="ve9EPM428h8vShlRW1KT",
                     location_id="U0S0QntXgSOz9Fx18Db4")
print(f"Found {users['count']} users in ZACATEPEC")
# Search by name
users = search_users(token="pit-xxxxxxxx", company_id="ve9EPM428h8vShlRW1KT",
                     query="Martin Macedo")
for u in users.get("users", []):
    print(f" {u['id']}: {u['name']} ({u['email']})")
# Filter by role
admins = search_users(token="pit-xxxxxxxx", company_id="ve9EPM428h8vShlRW1KT",
                      role="admin", limit=50)
