curl -X PUT https://services.leadconnectorhq.com/users/{userId} \
  -H "Authorization: Bearer YOUR_TOKEN" \
  -H "Content-Type: application/json" \
  -H "Version: 2021-07-28" \
  -H "User-Agent: Mozilla/5.0" \
  -d '{"locationIds": ["LOC_ID_NUEVA"]}'
