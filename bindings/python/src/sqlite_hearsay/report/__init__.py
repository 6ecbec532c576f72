"""The report: one HTML file that shows who speaks in an index, and what was counted.

read          counts.py: the articles and quotations of the index, once
draw          voices.py, timeline.py, network.py, gender.py, repeats.py: a section each, as numbers
write         stories.py: articles with their quotations marked, packed; page.py: all of it, by templates/
"""
