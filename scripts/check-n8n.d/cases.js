// What each shipped recipe is started with, on the built-in company of the stand-in.
'use strict';

const people = 'email,firstName,lastName,location\nnew@acme.test,Nia,"O\'Neil, ""N"" $(id)",Lisbon\n';
const args = {
  'add-location': { user: 'john@deo.com', location: 'Lisbon' },
  'apply-permission-template': { like: 'priya@acme.example', users: 'jane@deo.com' },
  'audit-access': { location: 'Berlin' },
  'check-token': {},
  'create-user': {
    email: 'nia@acme.test', firstName: 'Nia', lastName: "O'Neil; `id` $(id) \"é\"", location: 'Lisbon',
  },
  'delete-tagged-user': { contact: 'seD4PfOuKoVMLkEZqohJ' },
  'delete-user': { user: 'jane@deo.com' },
  'disable-all-scopes': { user: 'jane@deo.com' },
  'find-duplicate-emails': {},
  'mirror-fusionauth-delete': {},
  'move-user': { user: 'john@deo.com', to: 'Lisbon' },
  'offboard-from-csv': { people: 'email,mode\njane@deo.com,off\n' },
  'offboard-user': { user: 'jane@deo.com', mode: 'locations' },
  'onboard-from-csv': { people },
  'permission-drift': { like: 'priya@acme.example' },
  'remove-location': { user: 'zoe@acme.example', location: 'Madrid' },
  'reset-password': { user: 'jane@deo.com' },
  'restore-access': { user: 'jane@deo.com', like: 'priya@acme.example' },
  'set-phone-numbers': { numbers: 'user,location,number\njohn@deo.com,Berlin,+49 30 1234567\n' },
  'sync-roster': { roster: people },
};

const event = {
  event: {
    type: 'user.delete.complete', id: 'e-1', tenantId: 't-1', user: { email: 'jane@deo.com' },
  },
};

// Nothing would change, or nothing can: these end without an apply.
const reading = new Set([
  'audit-access', 'check-token', 'find-duplicate-emails', 'permission-drift',
]);

module.exports = { args, event, reading };
