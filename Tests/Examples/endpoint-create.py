import http.client
import json

def create_user(token, company_id, first_name, last_name, email, password,
                location_ids, role="user", type_="account", phone=None,
                permissions=None, scopes=None, language="es"):
    """
    POST /users/ — Create a user in GHL.
    Args:
        token: API token (pit-xxx or OAuth)
        company_id: Agency ID
        location_ids: List of location IDs to assign user to
        permissions: Dict of 39 boolean flags (see §6 of research doc)
        scopes: List of scope strings (see §7 of research doc)
    Returns: dict with user data (id, name, email, phone) or error
    """
    payload = {
        "companyId": company_id,
        "firstName": first_name,
        "lastName": last_name,
        "email": email,
        "password": password,
        "type": type_,
        "role": role,
        "locationIds": location_ids,
        "platformLanguage": language
    }
    if phone:
        payload["phone"] = phone
    if permissions:
        payload["permissions"] = permissions
    if scopes:
        payload["scopes"] = scopes
    body = json.dumps(payload).encode()
    conn = http.client.HTTPSConnection("services.leadconnectorhq.com", timeout=30)
    conn.request("POST", "/users/", body, {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Version": "2021-07-28",
        "Content-Type": "application/json",
        "User-Agent": "Mozilla/5.0"
    })
    res = conn.getresponse()
    data = json.loads(res.read().decode())
    conn.close()
    if res.status == 201:
        return data.get("user", data)  # Response wraps in 'user' sometimes
    else:
        return {"error": res.status, "message": data.get("message", str(data))}

# ── Usage ──
user = create_user(
    token="pit-xxxxxxxx",
    company_id="ve9EPM428h8vShlRW1KT",
    first_name="Martin",
    last_name="Macedo",
    email="abejorrito79@gmail.com",
    password="********",
    phone="+527775610738",
    location_ids=["U0S0QntXgSOz9Fx18Db4"],
    role="user",
    permissions={
        "contactsEnabled": True,
        "opportunitiesEnabled": True,
        "conversationsEnabled": True,
        "assignedDataOnly": True
    },
    scopes=["contacts.write", "opportunities.write", "conversations.write"]
)
print(user)  # {"id": "0IHuJvc2ofPAAA8GzTRi", "name": "Martin Macedo", ...}
