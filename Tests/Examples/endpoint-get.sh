curl -X GET https://services.leadconnectorhq.com/users/{userId} \
  -H "Authorization: Bearer YOUR_TOKEN" \
  -H "Version: 2021-07-28" \
  -H "User-Agent: Mozilla/5.0"
