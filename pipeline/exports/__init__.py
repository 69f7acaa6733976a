"""The formats that others read; each says all that it knows and nothing that is flagged as if it were true.

Apart from `publishing`, because a consumer scripts against these shapes while pages may change every week.
"""

from pipeline.exports.qa import qa, qa_jsonl, qa_schema

__all__ = ["qa", "qa_jsonl", "qa_schema"]
