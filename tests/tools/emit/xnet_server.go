// HTTP/2 of golang.org/x/net/http2 in cleartext on a free port of 127.0.0.1: /bytes/N, the head of
// the response first and by itself.
package main

import (
    "fmt"
    "net"
    "net/http"
    "strconv"
    "strings"

    "golang.org/x/net/http2"
)

func answer(w http.ResponseWriter, r *http.Request) {
    octets, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/bytes/"))
    w.(http.Flusher).Flush()
    w.Write(make([]byte, octets))
}

func main() {
    listener, err := net.Listen("tcp", "127.0.0.1:0")
    if err != nil {
        panic(err)
    }
    fmt.Println("listening on", listener.Addr())
    server := &http2.Server{MaxConcurrentStreams: 250}
    for {
        conn, err := listener.Accept()
        if err != nil {
            panic(err)
        }
        go server.ServeConn(conn, &http2.ServeConnOpts{Handler: http.HandlerFunc(answer)})
    }
}
