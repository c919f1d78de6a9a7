// The custom API `relata_MintToken` of Dataverse: asks Relata for a token, on the server, as the person who is signed in.
//
// In:  Record (string), Table (string), Origin (string).   Out: Token (string).
// Register it as the main operation of the custom API, with the secure configuration
//   {"relata":"https://relata.example.org","apiToken":"…","origin":"https://contoso.crm4.dynamics.com"}
using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Xrm.Sdk;
using Microsoft.Xrm.Sdk.Query;
using Newtonsoft.Json.Linq;

public sealed class MintRelataToken : IPlugin
{
    private static readonly HttpClient Http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
    private readonly JObject _settings;

    public MintRelataToken(string unsecure, string secure) => _settings = JObject.Parse(secure);

    public void Execute(IServiceProvider services)
    {
        var context = (IPluginExecutionContext)services.GetService(typeof(IPluginExecutionContext));
        var factory = (IOrganizationServiceFactory)services.GetService(typeof(IOrganizationServiceFactory));
        var asUser = factory.CreateOrganizationService(context.UserId);

        var origin = (string)_settings["origin"];
        if ((string)context.InputParameters["Origin"] != origin)
            throw new InvalidPluginExecutionException("The form stands under another address than the one registered.");

        // Whoever may not read the record gets no token: Retrieve throws.
        var record = Guid.Parse((string)context.InputParameters["Record"]);
        asUser.Retrieve((string)context.InputParameters["Table"], record, new ColumnSet(false));
        var user = asUser.Retrieve("systemuser", context.InitiatingUserId, new ColumnSet("internalemailaddress"));

        var body = new JObject
        {
            ["record"] = record.ToString("D"),
            ["email"] = user.GetAttributeValue<string>("internalemailaddress"),
            ["origin"] = origin,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, (string)_settings["relata"] + "/api/v1/embed/tokens")
        {
            Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)_settings["apiToken"]);
        using (var response = Http.SendAsync(request).GetAwaiter().GetResult())
        {
            if (!response.IsSuccessStatusCode)
                throw new InvalidPluginExecutionException("Relata gave no token (" + (int)response.StatusCode + ").");
            var answer = JObject.Parse(response.Content.ReadAsStringAsync().GetAwaiter().GetResult());
            context.OutputParameters["Token"] = (string)answer["token"];
        }
    }
}
