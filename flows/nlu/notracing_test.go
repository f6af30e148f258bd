//go:build !race

package nlu_test

const racing = false
