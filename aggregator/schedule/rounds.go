package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is one of the program's own rounds: the due check, retention, backup,
// lease renewal. Exactly one of Spec and Every is set.
type Job struct {
	Name  string        // for log lines
	Spec  Spec          // runs at the spec's times
	Every time.Duration // runs this long after the start and after each tick
	// Do is the work. It ends soon after ctx does. A panic is logged and
	// costs that run only.
	Do func(ctx context.Context)
}

// Run drives the jobs until ctx ends, then waits for those still running. A
// tick that finds its job still running is skipped. Run returns an error,
// without starting anything, for a job that has no schedule or nothing to do;
// the end of ctx is not an error.
func Run(ctx context.Context, log *slog.Logger, jobs []Job) error {
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(logger{log}))
	for _, job := range jobs {
		if job.Do == nil || (job.Every > 0) == (job.Spec.text != "") {
			return fmt.Errorf("round %q: want something to do and one of spec and every", job.Name)
		}
		l := logger{log.With("round", job.Name)}
		// Skip outside, recover inside: v3.0.1's SkipIfStillRunning gives its
		// token back only when the job returns, so that after a panic caught
		// further out the job would be skipped for ever.
		chain := cron.NewChain(cron.SkipIfStillRunning(l), cron.Recover(l))
		c.Schedule(ticks{job}, chain.Then(cron.FuncJob(func() {
			if ctx.Err() == nil {
				job.Do(ctx)
			}
		})))
	}
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	return nil
}

// ticks is a job's schedule as cron wants it. cron's own Every knows whole
// seconds only.
type ticks struct{ job Job }

func (t ticks) Next(after time.Time) time.Time {
	if t.job.Every > 0 {
		return after.Add(t.job.Every)
	}
	return t.job.Spec.Next(after)
}

// logger writes cron's words to slog.
type logger struct{ log *slog.Logger }

func (l logger) Info(msg string, keys ...any) { l.log.Debug("round "+msg, keys...) }

func (l logger) Error(err error, msg string, keys ...any) {
	l.log.Error("round "+msg, append(keys, "err", err)...)
}
