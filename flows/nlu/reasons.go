package nlu

// Reasons lists, by slot, every Reading.Why that its Accept can give. The words of each are in locales under why.<slot>.<reason>; a test holds
// that none is missing.
func Reasons() map[string][]string {
	return map[string][]string{
		"name": {"command", "digits", "empty", "not_a_name", "not_text", "question", "refused", "too_long", "too_short"},
		"birthdate": {"age_not_date", "day_missing", "day_needed", "future", "incomplete", "no_such_date", "not_a_birthdate", "not_text", "question", "too_old",
			"unknown", "year_missing"},
		"gender":        {"ambiguous", "not_text", "refused", "unclear"},
		"kelurahan":     {"ambiguous", "kecamatan", "not_text", "outside_city", "question", "too_general", "unknown"},
		"trade":         {"ambiguous", "multiple", "no_choice", "not_offered", "not_text", "question", "unclear"},
		"education":     {"level_missing", "not_text", "question"},
		"work":          {"not_text", "question", "unclear"},
		"phone":         {"deferred", "length", "multiple", "non_digit", "none", "not_indonesian", "not_mobile", "not_text", "question", "unknown", "unknown_self"},
		"nik":           {"date", "deferred", "length", "no_ktp", "non_digit", "not_text", "question", "region", "repeated", "sequence", "unknown"},
		"number":        {"multiple", "negative", "not_a_number", "not_integer", "not_text", "vague"},
		"business_type": {"none", "not_allowed", "not_text", "too_general", "unknown"},
		"amount":        {"negative", "no_amount", "not_text", "nothing", "question", "range", "unit_missing"},
		"yesno":         {"contradiction", "correction", "deferred", "not_text", "off_topic", "question", "unclear"},
		"text":          {"not_text", "too_long", "too_short"},
		"moment":        {"hour_missing", "hour_unclear", "no_such_date", "past", "unknown"},
		"notice":        {"file_first", "no_file", "not_text", "too_long", "too_short"}, // given where staff write an announcement
	}
}
