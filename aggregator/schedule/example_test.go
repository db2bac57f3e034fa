package schedule_test

import (
	"fmt"
	"time"

	"golchin/aggregator/schedule"
)

func ExampleParse() {
	spec, err := schedule.Parse("CRON_TZ=Asia/Tehran */20 7-23 * * *")
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 11, 23, 20, 15, 0, 0, time.UTC) // 23:45 in Tehran
	fmt.Println(spec.Next(now).Format(time.RFC3339))
	fmt.Println(spec.Interval(now))

	_, err = schedule.Parse("5 minutes")
	fmt.Println(err)
	// Output:
	// 2026-11-24T03:30:00Z
	// 20m0s
	// schedule "5 minutes": want a cron line of five fields, @hourly or @every 30m (expected exactly 5 fields, found 2: [5 minutes])
}
