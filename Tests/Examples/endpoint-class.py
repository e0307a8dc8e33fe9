import http.client
import json
import urllib.parse

class GHLUsersAPI:
    """Complete wrapper for GoHighLevel Users API."""
    BASE = "services.leadconnectorhq.com"

    def __init__(self, token):
        self.token = token
        self.headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {token}",
            "Version": "2021-07-28",
            "User-Agent": "Mozilla/5.0"
        }

    def _request(self, method, path, body=None):
        """Generic HTTP request helper."""
        conn = http.client.HTTPSConnection(self.BASE, timeout=30)
        conn.request(method, path, body or "", self.headers)
        res = conn.getresponse()
        data = json.loads(res.read().decode())
        conn.close()
        return res.status, data

    def create(self, company_id, first_name, last_name, email, password, location_ids,
               role="user", type_="account", **kwargs):
        """POST /users/ — Create user."""
        payload = {
            "companyId": company_id,
            "firstName": first_name,
            "lastName": last_name,
            "email": email,
            "password": password,
            "type": type_,
            "role": role,
            "locationIds": location_ids,
            "platformLanguage": kwargs.get("language", "es")
        }
        for k in ("phone", "permissions", "scopes", "profilePhoto", "twilioPhone"):
            if k in kwargs and kwargs[k] is not None:
                payload[k] = kwargs[k]
        status, data = self._request("POST", "/users/", json.dumps(payload).encode())
        if status == 201:
            return data.get("user", data)
        raise Exception(f"Create failed: {status} {data.get('message', data)}")

    def get(self, user_id):
        """GET /users/{userId} — Get user."""
        status, data = self._request("GET", f"/users/{user_id}")
        if status == 200:
            return data.get("user", data)
        raise Exception(f"Get failed: {status}")

    def update(self, user_id, **kwargs):
        """PUT /users/{userId} — Update user fields."""
        payload = {k: v for k, v in kwargs.items() if v is not None}
        if not payload:
            raise Exception("No fields to update")
        status, data = self._request("PUT", f"/users/{user_id}", json.dumps(payload).encode())
        if status == 200:
            return data.get("user", data)
        raise Exception(f"Update failed: {status} {data.get('message', data)}")

    def delete(self, user_id):
        """DELETE /users/{userId} — Soft delete."""
        status, data = self._request("DELETE", f"/users/{user_id}")
        if status == 200:
            return data
        raise Exception(f"Delete failed: {status}")

    def search(self, company_id, **kwargs):
        """GET /users/search — Search users."""
        params = {"companyId": company_id, "skip": "0", "limit": "25"}
        for k in ("query", "locationId", "type", "role", "ids", "sort", "sortDirection"):
            if k in kwargs and kwargs[k] is not None:
                params[k] = str(kwargs[k])
        qs = urllib.parse.urlencode(params)
        status, data = self._request("GET", f"/users/search?{qs}")
        if status == 200:
            return data
        raise Exception(f"Search failed: {status}")

    def filter_by_email(self, company_id, emails, include_deleted=False):
        """POST /users/search/filter-by-email — Filter by email list."""
        payload = {"companyId": company_id, "emails": emails, "includeDeleted": include_deleted}
        status, data = self._request("POST", "/users/search/filter-by-email",
                                     json.dumps(payload).encode())
        if status == 200:
            return data
        raise Exception(f"Filter failed: {status}")

# ── Complete usage example ──
api = GHLUsersAPI(token="pit-xxxxxxxx")
# 1. Check if email exists
try:
    existing = api.filter_by_email("ve9EPM428h8vShlRW1KT", ["test@example.com"])
    print(f"Email check: {len(existing.get('users', []))} found")
except:
    print("Email available")
# 2. Create user
user = api.create(
    company_id="ve9EPM428h8vShlRW1KT",
    first_name="Martin",
    last_name="Macedo",
    email="abejorrito79@gmail.com",
    password="********",
    phone="+527775610738",
    location_ids=["U0S0QntXgSOz9Fx18Db4"],
    role="user",
    permissions={"contactsEnabled": True, "opportunitiesEnabled": True},
    scopes=["contacts.write", "opportunities.write"]
)
print(f"Created: {user['id']}")
# 3. Update permissions
api.update(user["id"],
    permissions={"contactsEnabled": True, "opportunitiesEnabled": True,
        "conversationsEnabled": True, "assignedDataOnly": True},
    scopes=["contacts.write", "opportunities.write", "conversations.write"])
# 4. Search users in location
result = api.search("ve9EPM428h8vShlRW1KT", locationId="U0S0QntXgSOz9Fx18Db4")
print(f"Users in ZACATEPEC: {result['count']}")
# 5. Delete user (if needed)
# api.delete(user["id"])
