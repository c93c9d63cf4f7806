#pragma once

#include "models/promotion_desk.h"
#include "tests/gui/registry/registry_store.h"

#include <atomic>
#include <map>
#include <mutex>

namespace binnacle::test {

// A desk whose registry is the mirror itself: what is promoted is moved there. The test says which
// gates block, whether the registry is within reach, and whether another was quicker.
class ScriptedDesk : public PromotionDesk
{
public:
    explicit ScriptedDesk(RegistryStore& store) : store_(store) {}

    std::atomic<bool> fairnessBlocks = false, offline = false, someoneWasQuicker = false;
    std::atomic<int> executed = 0;
    PromotionConsent consent;
    std::vector<UnfinishedPromotion> left;
    QStringList said; // what was asked of it, in order

    Result<PromotionPlan> prepare(const PromotionRequest& request, std::stop_token) override
    {
        PromotionPlan plan;
        plan.request = request;
        if (request.serveEnvironment)
            environment_ = *request.serveEnvironment;
        plan.request.serveEnvironment = environment_;
        const auto wine = store_.model("wine-quality");
        plan.model = QString::fromStdString(wine.model.name);
        plan.registry = QString::fromStdString(wine.sourceName);
        for (const auto& state : wine.aliases)
            if (state.alias.name == request.alias)
                plan.now = {state.alias.version, QStringLiteral("wine-rf-001"),
                            QStringLiteral("9 days ago")};
        plan.targets = {{store_.runs.prod, plan.registry, true},
                        {store_.runs.lab, QStringLiteral("lab-mlflow"), false}};
        if (request.to) {
            plan.copiedFrom = plan.registry;
            plan.registry = QStringLiteral("lab-mlflow");
            plan.now = {};
        } else {
            plan.stages = {QStringLiteral("Staging"), QStringLiteral("Production"),
                           QStringLiteral("Archived")};
        }
        plan.then = {request.version, QStringLiteral("wine-gbm-003"), {}};
        plan.changes = {QStringLiteral("The tag promoted_by is set on v18.")};
        plan.requests = QStringLiteral(
            "GET /api/2.0/mlflow/registered-models/alias?name=wine-quality&alias=champion\n"
            "POST /api/2.0/mlflow/registered-models/alias\n"
            "{\"name\": \"wine-quality\", \"alias\": \"champion\", \"version\": \"18\"}\n");
        if (offline)
            plan.whyNot = QStringLiteral(
                "prod-mlflow is out of reach: the plan is prepared and checked, not carried out.");
        plan.gates = gates(PromotionGate::State::Waiting);
        return plan;
    }
    Result<void> check(const PromotionPlan& plan, const GateSink& sink, std::stop_token) override
    {
        const bool served = !plan.request.serveEnvironment.value_or(QString()).isEmpty();
        for (auto gate : gates(PromotionGate::State::Passed)) {
            PromotionGate begun = gate;
            begun.state = PromotionGate::State::Checking;
            sink(begun);
            if (gate.name == u"serves" && !served) {
                gate.state = PromotionGate::State::NotChecked;
                gate.evidence = QStringLiteral("Not tried: no Python environment was chosen.");
            }
            if (gate.name == u"drift")
                gate.state = PromotionGate::State::PassedWithNote;
            if (gate.name == u"fairness" && fairnessBlocks)
                gate.state = PromotionGate::State::Blocked;
            sink(gate);
        }
        return {};
    }
    Result<PromotionOutcome> execute(const PromotionPlan& plan, const PromotionConsent& given,
                                     const StepSink& step, std::stop_token) override
    {
        consent = given;
        if (someoneWasQuicker.exchange(false)) {
            store_.moveAlias("wine-quality", plan.request.alias, "15");
            return failure(Error::Kind::Conflict,
                           QStringLiteral("champion is held by v15 by now, not by v17: mina moved "
                                          "it a moment ago. Nothing was changed."));
        }
        step(0, 1, QStringLiteral("Setting champion to v18"));
        before_ = plan.now.version;
        store_.moveAlias("wine-quality", plan.request.alias, plan.request.version);
        step(1, 1, QStringLiteral("Setting champion to v18"));
        ++executed;
        return PromotionOutcome{"0123456789abcdef",
                                QStringLiteral("champion of wine-quality is v%1 now.")
                                    .arg(QString::fromStdString(plan.request.version))};
    }
    Result<PromotionOutcome> undo(const std::string& act, std::stop_token) override
    {
        said << QStringLiteral("undo ") + QString::fromStdString(act);
        left.clear();
        if (!before_.empty())
            store_.moveAlias("wine-quality", "champion", before_);
        return PromotionOutcome{{},
                                QStringLiteral("champion of wine-quality is v%1 again.")
                                    .arg(QString::fromStdString(before_))};
    }
    Result<std::vector<UnfinishedPromotion>> unfinished(std::stop_token) override { return left; }
    Result<PromotionOutcome> resume(const std::string& act, std::stop_token) override
    {
        said << QStringLiteral("resume ") + QString::fromStdString(act);
        left.clear();
        return PromotionOutcome{act, QStringLiteral("champion of wine-quality is v18 now.")};
    }
    Result<PromotionRequest> lastGood(RegisteredModelRowId model, const std::string& alias,
                                      std::stop_token) override
    {
        return PromotionRequest{model, "16", alias};
    }
    Result<PromotionOutcome> deleteVersion(RegisteredModelRowId, const std::string& version,
                                           std::stop_token) override
    {
        said << QStringLiteral("delete ") + QString::fromStdString(version);
        return failure(Error::Kind::Invalid,
                       QStringLiteral("v%1 holds champion: give the alias to another first.")
                           .arg(QString::fromStdString(version)));
    }
    Result<PromotionOutcome> setAlias(RegisteredModelRowId, const std::string& alias,
                                      const std::optional<std::string>& version,
                                      std::stop_token) override
    {
        said << QStringLiteral("alias %1 %2")
                    .arg(QString::fromStdString(alias),
                         version ? QString::fromStdString(*version) : QStringLiteral("–"));
        return PromotionOutcome{"1122334455667788", QStringLiteral("Done.")};
    }
    Result<void> describe(RegisteredModelRowId, const std::string& version, const QString& text,
                          std::stop_token) override
    {
        said << QStringLiteral("describe %1 %2").arg(QString::fromStdString(version), text);
        return {};
    }
    Result<void> setTag(RegisteredModelRowId, const std::string& version, const QString& key,
                        const std::optional<QString>& value, std::stop_token) override
    {
        said << QStringLiteral("tag %1 %2=%3")
                    .arg(QString::fromStdString(version), key, value.value_or(QString()));
        return {};
    }

private:
    static std::vector<PromotionGate> gates(PromotionGate::State state)
    {
        const auto gate = [state](const char* name, const char* title, const char* evidence) {
            const bool known = state == PromotionGate::State::Passed;
            return PromotionGate{QString::fromUtf8(name),
                                 QString::fromUtf8(title),
                                 state,
                                 known ? QString::fromUtf8(evidence) : QString(),
                                 {}};
        };
        return {gate("metric", "Not worse than the champion",
                     "val_accuracy 0.9831 vs 0.9776 on wine@9f31c0de (+0.56 %)"),
                gate("signature", "Signature compatible", "3 inputs, same names and types"),
                gate("reproducible", "Reproducible", "commit 4be21d0, conda.yaml, dataset digest"),
                gate("drift", "Drift of inputs",
                     "alcohol drifted (Wasserstein 0.14 > 0.10); share 1 of 11 is under 0.5"),
                gate("serves", "Serves", "answered the input example in 8 ms"),
                gate("fairness", "Fairness bounds", "no group column is named in the policy")};
    }
    RegistryStore& store_;
    std::string before_;
    QString environment_;
};

} // namespace binnacle::test
