#pragma once

#include "services/domain/result.h"
#include "services/domain/run.h"
#include "services/http/http_client.h"

#include <QJsonArray>
#include <QJsonObject>

#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// How a server is asked for predictions.
enum class ScoringForm {
    Mlflow,        // POST …/invocations {"dataframe_split": …} (MLflow's scoring server)
    OpenInference, // POST …/v2/models/NAME/infer (MLServer, Triton, KServe)
    V1,            // POST …/v1/models/NAME:predict {"instances": …} (TensorFlow Serving, KServe)
    Raw,           // POST …/predictions/NAME, body as it is (TorchServe)
};
const char* scoringFormName(ScoringForm form); // "mlflow", "v2", "v1", "raw"
std::optional<ScoringForm> scoringFormFromName(std::string_view name);

struct ScoringPlace
{
    ScoringForm form = ScoringForm::Mlflow;
    std::string url;               // of the POST, whole
    std::vector<KeyValue> headers; // such as Host behind an ingress; no credentials
    HttpOptions http;              // with the credentials, which go to this server only
};

// Rows to be asked for, in no form yet.
struct ScoringRows
{
    std::vector<std::string> columns; // empty: one tensor without names
    std::vector<std::string> types;   // of the signature, a type for each column; may be empty
    QJsonArray rows;                  // a list for each row
};
// From MLflow's serving input: dataframe_split, dataframe_records, inputs or instances. Errors:
// Invalid.
Result<ScoringRows> rowsFromMlflow(const QByteArray& body);

// The body for a form. V2: one input of all columns (FP64, [rows, columns]) where all of them are
// numbers and `oneTensor`, else one input for each column, as MLServer's pandas codec has it.
// Errors: Invalid where a value does not fit.
Result<QByteArray> scoringBody(const ScoringRows& rows, ScoringForm form, bool oneTensor);

// What came back: a value, list or object for each row.
struct ScoringAnswer
{
    int status = 0;
    QJsonArray predictions;
    double milliseconds = 0;
};
// The predictions of an answer of this form. Errors: Invalid.
Result<QJsonArray> predictionsOf(const QByteArray& body, ScoringForm form);

// One request. Errors: what the server said, in a sentence; Network.
Result<ScoringAnswer> score(const ScoringPlace& place, const QByteArray& body,
                            std::stop_token stop);
// As a person would send it, with the body shortened. No credentials.
QString scoringCurl(const ScoringPlace& place, const QByteArray& body);

} // namespace binnacle
