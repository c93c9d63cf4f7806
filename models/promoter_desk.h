#pragma once

#include "models/audit_log_model.h"
#include "models/promotion_desk.h"
#include "services/promotion/promoter.h"
#include "services/workspace/workspace.h"

#include <memory>
#include <mutex>

namespace binnacle {

// The desk over the promotions of the services, in words for a person. Thread-safe.
class PromoterDesk : public PromotionDesk
{
public:
    PromoterDesk(std::shared_ptr<Workspace> workspace, std::shared_ptr<Promoter> promoter);

    Result<PromotionPlan> prepare(const PromotionRequest& request, std::stop_token stop) override;
    Result<void> check(const PromotionPlan& plan, const GateSink& gate,
                       std::stop_token stop) override;
    Result<PromotionOutcome> execute(const PromotionPlan& plan, const PromotionConsent& consent,
                                     const StepSink& step, std::stop_token stop) override;
    Result<PromotionOutcome> undo(const std::string& act, std::stop_token stop) override;
    Result<std::vector<UnfinishedPromotion>> unfinished(std::stop_token stop) override;
    Result<PromotionOutcome> resume(const std::string& act, std::stop_token stop) override;
    Result<PromotionRequest> lastGood(RegisteredModelRowId model, const std::string& alias,
                                      std::stop_token stop) override;
    Result<PromotionOutcome> deleteVersion(RegisteredModelRowId model, const std::string& version,
                                           std::stop_token stop) override;
    Result<PromotionOutcome> setAlias(RegisteredModelRowId model, const std::string& alias,
                                      const std::optional<std::string>& version,
                                      std::stop_token stop) override;
    Result<void> describe(RegisteredModelRowId model, const std::string& version,
                          const QString& text, std::stop_token stop) override;
    Result<void> setTag(RegisteredModelRowId model, const std::string& version, const QString& key,
                        const std::optional<QString>& value, std::stop_token stop) override;

private:
    PromotionHolder holder(RegisteredModelRowId model, const std::string& version,
                           const std::string& alias) const;
    PromotionHolder holderAtTarget(const ActPlan& act, const PromotionRequest& request) const;
    void addChoices(PromotionPlan& plan, const ActPlan& act) const;
    QString environmentFor(const PromotionRequest& request) const;
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<Promoter> promoter_;
};

// The audit log of the workspace; what can be undone is undone by the promoter.
class WorkspaceAudit : public AuditSource
{
public:
    WorkspaceAudit(std::shared_ptr<Workspace> workspace, std::shared_ptr<Promoter> promoter)
        : workspace_(std::move(workspace)), promoter_(std::move(promoter))
    {
    }
    Result<std::vector<AuditLine>> lines(const AuditFilter& filter, std::size_t limit,
                                         std::stop_token stop) override;
    Result<AuditChain> verify(std::stop_token stop) override;
    Result<void> exportTo(const QString& file, Form form, const AuditFilter& filter,
                          std::stop_token stop) override;
    Result<QString> undo(const std::string& act, std::stop_token stop) override;

private:
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<Promoter> promoter_;
};

} // namespace binnacle
