# Reads go test -v; prints one row for each behaviour, in the order they ended.
# "--- PASS: TestAccept03SameMessageTwice (0.42s)" becomes " 3  same message twice  ok  0.42s".
/^--- (PASS|FAIL|SKIP): TestAccept[0-9]/ {
	result = $2; name = $3; time = $4
	sub(/:/, "", result); gsub(/[()]/, "", time); sub(/^TestAccept/, "", name)
	number = name; sub(/[^0-9].*/, "", number); sub(/^[0-9]+_?/, "", name)
	words = ""
	for (i = 1; i <= length(name); i++) {
		c = substr(name, i, 1)
		if (c ~ /[A-Z]/ && i > 1 && substr(name, i - 1, 1) !~ /[A-Z]/) words = words " "
		words = words tolower(c)
	}
	printf "%2d  %-60s  %-4s  %8s\n", number, words, result == "PASS" ? "ok" : result, time
}
