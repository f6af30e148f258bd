package nlu

// OutOfScope is the intent of what this service does not do: other offices, other lenders, other people's data, chatter, abuse, advertising.
const OutOfScope = "out_of_scope"

// Intents are what a resident can want, in the order in which the weights are stored. Their names are stored and never change.
var Intents = []string{
	"menu", "help", "greet", "thanks", "yes", "no", "back", "cancel", "change_language",
	"training_list", "training_register", "training_status", "training_cancel",
	"pem_info", "pem_requirements", "pem_apply", "pem_repay_or_arrears",
	"job_search", "job_alert_subscribe", "job_alert_unsubscribe", "job_apply_howto",
	"announcements_subscribe", "announcements_unsubscribe", "announcements_latest",
	"talk_to_staff", "complaint", "my_data", "delete_my_data",
	OutOfScope,
}

// intentNumber is the place of each intent in Intents.
var intentNumber = func() map[string]int {
	m := map[string]int{}
	for i, name := range Intents {
		m[name] = i
	}
	return m
}()

// oos is the place of OutOfScope.
var oos = intentNumber[OutOfScope]
