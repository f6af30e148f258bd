//go:build race

package main

// racing: the test watches for data races, and so must the program that it starts.
const racing = true
