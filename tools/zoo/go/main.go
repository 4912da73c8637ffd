// A server of Go's standard library: /bytes/N, HTTPS with a certificate of its own.
package main

import (
    "crypto/ecdsa"
    "crypto/elliptic"
    "crypto/rand"
    "crypto/tls"
    "crypto/x509"
    "log"
    "math/big"
    "net/http"
    "os"
    "strconv"
    "strings"
    "time"
)

func certificate() tls.Certificate {
    key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
    if err != nil {
        log.Fatal(err)
    }
    template := &x509.Certificate{
        SerialNumber: big.NewInt(1),
        NotBefore:    time.Now().Add(-time.Hour),
        NotAfter:     time.Now().Add(24 * time.Hour),
        DNSNames:     []string{"localhost"},
    }
    der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
    if err != nil {
        log.Fatal(err)
    }
    return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func main() {
    http.HandleFunc("/bytes/", func(w http.ResponseWriter, r *http.Request) {
        n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/bytes/"))
        if err != nil {
            http.NotFound(w, r)
            return
        }
        w.Write(make([]byte, n))
    })
    server := &http.Server{
        Addr:      "127.0.0.1:" + os.Args[1],
        TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate()}},
    }
    log.Fatal(server.ListenAndServeTLS("", ""))
}
