package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// isFile reports whether a URL names a local file.
func isFile(rawURL string) bool {
	return len(rawURL) > 5 && strings.EqualFold(rawURL[:5], "file:")
}

// readFile answers a request for a file as a server would.
func (c *Client) readFile(ctx context.Context, req Request) (Response, error) {
	began := time.Now()
	resp, err := c.openFile(ctx, req)
	if err != nil {
		return Response{}, fail(ctx, req.URL, err)
	}
	resp.Asked, resp.Took = c.opts.Now(), time.Since(began)
	return resp, nil
}

func (c *Client) openFile(ctx context.Context, req Request) (Response, error) {
	path, err := filePath(req.URL)
	if err != nil {
		return Response{}, err
	}
	// Asked before it is opened: opening a pipe waits for its other end.
	info, err := os.Stat(path)
	if err != nil {
		return Response{}, err
	}
	if !info.Mode().IsRegular() {
		return Response{}, fmt.Errorf("%w: not a regular file", ErrURL)
	}
	resp := Response{
		Status:       http.StatusOK,
		Private:      true,
		URL:          req.URL,
		ETag:         fmt.Sprintf(`"%x-%x"`, info.ModTime().UnixNano(), info.Size()),
		LastModified: info.ModTime().UTC().Format(http.TimeFormat),
		Conditional:  req.ETag != "" || req.LastModified != "",
		ContentType:  mime.TypeByExtension(filepath.Ext(path)),
	}
	if req.ETag == resp.ETag || (req.ETag == "" && req.LastModified == resp.LastModified) {
		resp.Status = http.StatusNotModified
		return resp, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return Response{}, err
	}
	defer f.Close()
	if resp.Body, resp.Bytes, err = c.readBody(ctx, nil, f, nil, c.maxBody(req)); err != nil {
		return Response{}, err
	}
	sum := sha256.Sum256(resp.Body)
	resp.BodyHash = hex.EncodeToString(sum[:])
	return resp, nil
}

// filePath is the path a file URL names on this machine.
func filePath(rawURL string) (string, error) {
	rest := rawURL[len("file:"):]
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		host, path, _ := strings.Cut(after, "/")
		if host != "" && !strings.EqualFold(host, "localhost") {
			return "", fmt.Errorf("%w: a file on another machine", ErrURL)
		}
		rest = "/" + path
	}
	path, err := url.PathUnescape(rest)
	if err != nil || strings.ContainsRune(path, 0) {
		return "", errors.Join(ErrURL, err)
	}
	return path, nil
}
