window.__QCE_MSGID_INDEX__ && window.__QCE_MSGID_INDEX__(0, [
["msg-11","c000001"]
]);
