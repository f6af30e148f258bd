package store

import "strings"

// MaskNIK shows enough of a NIK to tell two apart, and no more: "5371********0001". What is not a NIK is hidden whole.
func MaskNIK(nik string) string {
	if len(nik) != 16 {
		return strings.Repeat("*", len(nik))
	}
	return nik[:4] + "********" + nik[12:]
}

// MaskPhone shows a number as "0812****789", whatever its length, from E.164 or as dialled at home.
func MaskPhone(phone string) string {
	if phone == "" {
		return ""
	}
	phone = LocalPhone(phone)
	if len(phone) < 10 {
		return "****"
	}
	return phone[:4] + "****" + phone[len(phone)-3:]
}

// LocalPhone writes an Indonesian number as people dial it: "+6281234567890" becomes "081234567890". Others stay as they are.
func LocalPhone(phone string) string {
	if rest, ok := strings.CutPrefix(phone, "+62"); ok {
		return "0" + rest
	}
	return phone
}

// MaskChat hides a chat's id, of whatever channel: two characters at each end are left, so that a line can be told from another.
func MaskChat(chat string) string {
	name, _, _ := strings.Cut(chat, "@")
	if len(name) < 6 {
		return "***"
	}
	return name[:2] + "***" + name[len(name)-2:]
}
