"""Facebook Messenger and Instagram export chats in the same way ("Download your information"). This file is where
what both importers share is described; `core.importers.messenger` and `core.importers.instagram` are the two names.

Format specification, section 5. A thread is a folder with message_1.json (or .html), message_2.json, ...: the newest
messages are in part 1 and stand first. Chats that were encrypted end to end come as one file each, oldest first.
"""
