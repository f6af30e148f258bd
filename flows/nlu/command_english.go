package nlu

// englishCommands are global words in English, as commandWords has them in Indonesian. They act in either language, and the texts in English
// name those of them that are written there in capitals.
var englishCommands = map[string]string{
	"menu": `
		main menu
		show menu
		show the menu
		show me the menu
		back to menu
		go to menu`,
	"cancel": `
		cancel it
		cancel this
		cancel the form
		never mind
		nevermind`,
	"back": `
		go back
		previous
		previous question`,
	"help": `
		i need help
		need help
		please help
		how does this work
		how do i use this`,
	"staff": `
		staff
		human
		a person
		talk to staff
		talk to a person
		talk to a human
		talk to someone
		talk to somebody
		speak to staff
		speak to a person
		speak to someone
		contact staff
		ask staff
		call staff`,
	"resume": `
		go on
		continue the form
		continue form
		continue registration
		resume the form`,
	"restart": `
		start over
		start again
		begin again`,
	"status": `
		my status
		my registration
		check status
		check my status
		status of my registration
		registration status`,
	"stop": `
		stop it
		stop sending
		stop messages
		stop sending messages
		no more messages`,
	"start": `
		send again`,
	"offer": `
		offer
		my offer
		seat offer
		the offer`,
	"my_data": `
		my data
		show my data
		see my data
		my profile
		my details`,
	"erase": `
		delete my data
		erase my data
		erase data
		delete everything
		delete all my data
		delete my account
		remove my data`,
	"who": `
		who are you
		who is this
		what are you
		what is this
		are you a bot
		are you a robot
		are you a machine
		are you human
		are you a human
		are you a person
		are you a real person
		are you real
		is this a bot
		is this a robot
		is this a person
		is this a real person
		is this official
		is this a scam
		what is lopo`,
	"privacy": `
		privacy policy
		data protection`,
	"edit": `
		change
		edit data
		edit my data
		change my data
		correct my data
		change answer
		edit answer`,
	"language": `
		bahasa
		pilih bahasa
		pilihan bahasa
		ganti bahasa
		ubah bahasa
		language
		languages
		change language
		change the language`,
	"english": `
		english
		english please
		in english
		in english please
		use english
		speak english
		change to english
		switch to english
		english language
		inggris
		bahasa inggris
		pakai bahasa inggris
		pakai inggris
		ganti inggris
		ganti bahasa inggris
		ganti ke inggris
		ganti ke bahasa inggris`,
	"indonesian": `
		indonesia
		indonesian
		indonesian please
		in indonesian
		bahasa indonesia
		pakai bahasa indonesia
		pakai indonesia
		ganti indonesia
		ganti bahasa indonesia
		ganti ke indonesia
		ganti ke bahasa indonesia
		kembali ke bahasa indonesia`,
}
