"""The limiter's rows are cleaned by its own job, within the hour."""

from lotsa.foundation.retention.registry import declare

declare("ratelimit.Allowance", not_personal=("key", "spent_until"))
