curl -X POST https://services.leadconnectorhq.com/users/search/filter-by-email \
  -H "Authorization: Bearer YOUR_TOKEN" \
  -H "Content-Type: application/json" \
  -H "Version: 2021-07-28" \
  -H "User-Agent: Mozilla/5.0" \
  -d '{ "companyId": "ve9EPM428h8vShlRW1KT", "emails": ["john@deo.com", "jane@deo.com"], "includeDeleted": false }'
