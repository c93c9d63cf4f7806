#include "services/domain/metric_direction.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace binnacle {

namespace {

constexpr std::array lowerWords = std::to_array<std::string_view>(
    {"loss",       "error",     "err", "rmse",    "mse",        "mae",  "mape",
     "rmsle",      "wer",       "cer", "fid",     "perplexity", "ppl",  "deviance",
     "logloss",    "brier",     "ece", "latency", "duration",   "fpr",  "fnr",
     "divergence", "kl",        "nll", "hinge",   "regret",     "cost", "misclassification",
     "residual",   "violations"});
constexpr std::array higherWords = std::to_array<std::string_view>(
    {"accuracy",   "acc",         "auc",         "auroc",       "auprc",    "f1",      "fbeta",
     "precision",  "recall",      "r2",          "score",       "map",      "ndcg",    "mrr",
     "bleu",       "rouge",       "iou",         "dice",        "kappa",    "mcc",     "reward",
     "return",     "sensitivity", "specificity", "psnr",        "ssim",     "meteor",  "hits",
     "throughput", "silhouette",  "likelihood",  "correlation", "spearman", "pearson", "tpr",
     "tnr",        "gini",        "top1",        "top5",        "em"});

// Splits at everything that is no letter or digit; "valAccuracy" is also split at its capital.
template <class Visit>
void forEachWord(std::string_view key, Visit visit)
{
    std::string word;
    const auto flush = [&] {
        if (!word.empty())
            visit(std::string_view(word));
        word.clear();
    };
    bool lastWasLower = false;
    for (const char raw : key) {
        const auto c = static_cast<unsigned char>(raw);
        if (!std::isalnum(c) || (std::isupper(c) && lastWasLower))
            flush();
        if (std::isalnum(c))
            word.push_back(static_cast<char>(std::tolower(c)));
        lastWasLower = std::islower(c) != 0;
    }
    flush();
}

} // namespace

MetricDirection guessDirection(std::string_view metricKey)
{
    auto direction = MetricDirection::Unknown;
    forEachWord(metricKey, [&](std::string_view word) {
        // A word that counts against ("score" in "error_score") loses to the lower-is-better one.
        if (std::ranges::find(lowerWords, word) != lowerWords.end())
            direction = MetricDirection::LowerIsBetter;
        else if (direction == MetricDirection::Unknown &&
                 std::ranges::find(higherWords, word) != higherWords.end())
            direction = MetricDirection::HigherIsBetter;
    });
    return direction;
}

} // namespace binnacle
