import http.client
import json

def filter_users_by_email(token, company_id, emails, include_deleted=False):
    """
    POST /users/search/filter-by-email — Check if emails already exist.
    Args:
        emails: List of email strings to check
        include_deleted: Include soft-deleted users
    Returns: List of users matching the emails
    """
    body = json.dumps({
        "companyId": company_id,
        "emails": emails,
        "includeDeleted": include_deleted
    }).encode()
    conn = http.client.HTTPSConnection("services.leadconnectorhq.com", timeout=30)
    conn.request("POST", "/users/search/filter-by-email", body, {
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
        return data  # Array or {"users": [...]}
    return {"error": res.status, "message": data.get("message", str(data))}

# ── Usage: Check for duplicate before creating ──
def email_exists(token, company_id, email):
    """Returns True if a user with this email already exists."""
    result = filter_users_by_email(token, company_id, [email])
    users = result.get("users", result if isinstance(result, list) else [])
    return len(users) > 0

existing = email_exists(token="pit-xxxxxxxx", company_id="ve9EPM428h8vShlRW1KT",
                        email="abejorrito79@gmail.com")
if existing:
    print("⚠️ Email already taken — cannot create user")
else:
    print("✅ Email available — safe to create")
