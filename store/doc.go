// Package store holds the nouns of the program: what we remember. It has no I/O, no clock and no randomness.
// Package store/sqlite keeps them in the ledger, package store/redis the sessions.
package store
