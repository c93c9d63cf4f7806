// A real Kubernetes API for tests: the server of custom resources (k8s.io/apiextensions-apiserver)
// over etcd, with tokens and client certificates as a cluster has them. It has no core resources:
// namespaces are names that need not exist.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/apiextensions-apiserver/pkg/cmd/server/options"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/group"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	"k8s.io/apiserver/pkg/authentication/request/union"
	"k8s.io/apiserver/pkg/authentication/request/x509"
	"k8s.io/apiserver/pkg/authentication/token/tokenfile"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
)

func run() error {
	o := options.NewCustomResourceDefinitionsServerOptions(os.Stdout, os.Stderr)
	flags := pflag.NewFlagSet("apiserver", pflag.ContinueOnError)
	o.AddFlags(flags)
	tokens := flags.String("tokens", "", "token=user,…")
	clientCA := flags.String("client-authority", "", "PEM of who signs client certificates")
	if err := flags.Parse(os.Args[1:]); err != nil {
		return err
	}
	o.RecommendedOptions.Authentication = nil
	o.RecommendedOptions.Authorization = nil
	o.RecommendedOptions.Admission = nil
	o.RecommendedOptions.Features.EnablePriorityAndFairness = false
	if err := o.Complete(); err != nil {
		return err
	}
	config, err := o.Config()
	if err != nil {
		return err
	}
	known := map[string]*user.DefaultInfo{}
	for _, pair := range strings.Split(*tokens, ",") {
		if token, name, found := strings.Cut(pair, "="); found {
			known[token] = &user.DefaultInfo{Name: name}
		}
	}
	ways := []authenticator.Request{bearertoken.New(tokenfile.New(known))}
	if *clientCA != "" {
		authority, err := dynamiccertificates.NewDynamicCAContentFromFile("client-authority", *clientCA)
		if err != nil {
			return err
		}
		config.GenericConfig.SecureServing.ClientCA = authority
		ways = append(ways, x509.NewDynamic(authority.VerifyOptions, x509.CommonNameUserConversion))
	}
	config.GenericConfig.Authentication.Authenticator =
		group.NewAuthenticatedGroupAdder(union.New(ways...))
	config.GenericConfig.Authorization.Authorizer = authorizerfactory.NewAlwaysAllowAuthorizer()
	server, err := config.Complete().New(genericapiserver.NewEmptyDelegate())
	if err != nil {
		return err
	}
	return server.GenericAPIServer.PrepareRun().RunWithContext(genericapiserver.SetupSignalContext())
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
