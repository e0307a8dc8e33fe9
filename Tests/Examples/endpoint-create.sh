curl -X POST https://services.leadconnectorhq.com/users/ \
  -H "Authorization: Bearer YOUR_TOKEN" \
  -H "Content-Type: application/json" \
  -H "Version: 2021-07-28" \
  -H "User-Agent: Mozilla/5.0" \
  -d '{ "companyId": "ve9EPM428h8vShlRW1KT", "firstName": "John", "lastName": "Deo", "email": "john@deo.com", "password": "*******", "phone": "+18832327657", "type": "account", "role": "admin", "locationIds": ["C2QujeCh8ZnC7al2InWR"], "permissions": { "contactsEnabled": true, "opportunitiesEnabled": true, "conversationsEnabled": true }, "scopes": ["contacts.write", "opportunities.write"] }'
