"""What libhxl makes of some files: for each, a line of JSON with its tags and rows.

Needs libhxl 5.2.2 and six. Used by tests/tables_hxl.rs.
"""

import json
import logging
import sys

import hxl

logging.disable(logging.CRITICAL)


def tidy(value):
    return " ".join(str(value).split())


def spec(column):
    if not column.tag:
        return ""
    return column.tag + "".join("+" + attribute for attribute in sorted(column.attributes))


for path in sys.argv[1:]:
    try:
        with hxl.data(path, hxl.InputOptions(allow_local=True)) as source:
            tags = [spec(column) for column in source.columns]
            rows = []
            for row in source:
                values = [tidy(value) for value in row.values]
                while values and not values[-1]:
                    values.pop()
                if values:
                    rows.append([row.source_row_number + 1, values])
        print(json.dumps({"tags": tags, "rows": rows}))
    except hxl.input.HXLTagsNotFoundException:
        print(json.dumps(None))
