// What a system of an agency and one of a body do with the generated client; one line for each step that is done.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	accord "accord.example/generated/client"
)

func done[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func require(holds bool, what string) {
	if !holds {
		log.Fatal(what)
	}
}

func signed(text []byte, key any) []byte {
	if one, isEd := key.(ed25519.PrivateKey); isEd {
		return ed25519.Sign(one, text)
	}
	digest := sha256.Sum256(text)
	r, s, err := ecdsa.Sign(rand.Reader, key.(*ecdsa.PrivateKey), digest[:])
	done(r, err)
	return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
}

func clientOf(who string) (*accord.APIClient, context.Context) {
	block, _ := pem.Decode(done(os.ReadFile(os.Getenv(who + "_KEY"))))
	key := done(x509.ParsePKCS8PrivateKey(block.Bytes))
	me, now, b64 := os.Getenv(who), time.Now().Unix(), base64.RawURLEncoding.EncodeToString
	head := fmt.Sprintf(`{"alg":%q,"kid":%q}`, os.Getenv("ALG"), os.Getenv(who+"_KID"))
	claims := fmt.Sprintf(`{"iss":%q,"sub":%[1]q,"aud":"accord","iat":%d,"exp":%d}`, me, now, now+240)
	text := b64([]byte(head)) + "." + b64([]byte(claims))
	token := text + "." + b64(signed([]byte(text), key))
	configuration := accord.NewConfiguration()
	configuration.Servers = accord.ServerConfigurations{{URL: os.Getenv("ACCORD_URL")}}
	return accord.NewAPIClient(configuration), context.WithValue(context.Background(), accord.ContextAccessToken, token)
}

type call struct {
	headers http.Header
	body    []byte
}

func verified(secret string, one call) accord.CaseEvent {
	mac := hmac.New(sha256.New, done(base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))))
	fmt.Fprintf(mac, "%s.%s.%s", one.headers.Get("webhook-id"), one.headers.Get("webhook-timestamp"), one.body)
	expected, holds := "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)), false
	for _, signature := range strings.Fields(one.headers.Get("webhook-signature")) {
		holds = holds || hmac.Equal([]byte(signature), []byte(expected))
	}
	require(holds, "signature")
	var event accord.CaseEvent
	require(json.Unmarshal(one.body, &event) == nil, "body")
	return event
}

func main() {
	agency, asAgency := clientOf("AGENCY")
	body, asBody := clientOf("BODY")
	organisation, _, err := agency.DirectoryAPI.ShowOrganisation(asAgency, os.Getenv("AGENCY")).Execute()
	require(done(organisation, err).OrganisationId == os.Getenv("AGENCY"), "organisation")
	fmt.Println("signs")

	calls := make(chan call, 20)
	listener := done(net.Listen("tcp", "127.0.0.1:0"))
	go http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		calls <- call{request.Header, done(io.ReadAll(request.Body))}
		answer.WriteHeader(204)
	}))
	address := fmt.Sprintf("http://%s/hooks", listener.Addr())
	endpoint, _, err := body.WebhooksAPI.CreateWebhookEndpoint(asBody).CreateWebhookEndpoint(*accord.NewCreateWebhookEndpoint(address)).Execute()
	done(endpoint, err)

	var referral accord.SubmitReferral
	require(json.Unmarshal(done(os.ReadFile(os.Getenv("REFERRAL"))), &referral) == nil, "sample")
	submitted, _, err := agency.ReferralsAPI.SubmitReferral(asAgency).SubmitReferral(referral).Execute()
	caseId := done(submitted, err).CaseId
	fmt.Println("refers")

	var version *int64
	wait := int32(1)
	for end := time.Now().Add(time.Minute); version == nil && time.Now().Before(end); {
		received, _, err := body.InboxAPI.ReceiveMessages(asBody).ReceiveMessages(accord.ReceiveMessages{WaitSeconds: &wait}).Execute()
		for _, message := range done(received, err).Messages {
			if message.GetCaseId() == caseId && message.Type == "assignment.offered" {
				version = message.Version
			}
			acked, _, err := body.InboxAPI.AckMessages(asBody).AckMessages(*accord.NewAckMessages([]string{message.Lease})).Execute()
			done(acked, err)
		}
	}
	require(version != nil, "no offer came")
	fmt.Println("polls")

	accepted, _, err := body.CasesAPI.Accept(asBody, caseId).IfMatch(fmt.Sprintf(`"%d"`, *version)).Execute()
	require(done(accepted, err).State.AcceptedCase != nil, "state")
	fmt.Println("accepts")

	for isTold := false; !isTold; {
		select {
		case one := <-calls:
			event := verified(endpoint.Secret, one)
			isTold = event.Data.CaseId == caseId
		case <-time.After(time.Minute):
			log.Fatal("no webhook came")
		}
	}
	fmt.Println("verifies")
}
