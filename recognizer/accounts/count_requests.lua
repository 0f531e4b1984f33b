-- Counts a request for all KEYS if the rate allows it for each of them: what
-- ProcessCounts.add() does, in one atomic step and by the clock of Redis.
-- ARGV: the rate's limit, its milliseconds, the request's cost.
-- Returns how many are counted, ms until one of them counts no longer, and ms until the
-- request would be allowed, 0 if it is.
local limit, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function ms_left(key, index)
  local time = redis.call('LINDEX', key, index)
  return time and time + window - now
end

-- Or else from before the clock was set back: it would count until the clock is there.
local function counts(left)
  return 0 < left and left <= window
end

local fullest, used, wait = KEYS[1], 0, 0
for _, key in ipairs(KEYS) do
  while not counts(ms_left(key, 0) or 1) do
    redis.call('LPOP', key)
  end
  local length = redis.call('LLEN', key)
  if length > used then
    fullest, used = key, length
  end
  if cost > limit then
    wait = window
  elseif length + cost > limit then
    wait = math.max(wait, ms_left(key, length + cost - limit - 1))
  end
end

if wait == 0 then
  for _, key in ipairs(KEYS) do
    for _ = 1, cost do
      redis.call('RPUSH', key, now)
    end
    redis.call('PEXPIRE', key, window)
  end
  used = used + cost
end
return {used, ms_left(fullest, 0) or 0, wait}
