//go:build race

package main

// raceDetector tells that the program under test carries the race detector,
// whose books cost several times the memory they are about.
const raceDetector = true
