"""This package is where what all tools that write down WeChat chats have in common is known (format specification, 8).

The tools differ in columns and pages, not in what a message is: numbered types, XML of shared things, labels in
brackets for what was left out, sentences of the app itself. No importer stands here; they are the packages beside it.
"""
