#pragma once

#include "models/promotion_model.h"
#include "models/run_id_stream.h"

#include <QDialog>

class QLineEdit;
class QListView;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace binnacle {

class NoticeBar;
class PromotionChoices;
class Prompts;
class TextLabel;

// The plan of a promotion: who holds the alias now and who will, the gates with their evidence as
// they become known, the requests, and then the buttons. Nothing is changed before Promote.
class PromotionDialog : public QDialog
{
    Q_OBJECT
public:
    PromotionDialog(std::shared_ptr<PromotionDesk> desk, WorkerPools& pools, Prompts& prompts,
                    QWidget* parent = nullptr);
    void open(const PromotionRequest& request);
    using QDialog::open;
    const PromotionModel* model() const { return model_; }

    void reject() override; // not while a step is under way

signals:
    void runRequested(binnacle::RunRowId run); // the evidence of a gate
    void changedRegistry();                    // something was done or undone

private:
    QWidget* makeHolder(bool then, TextLabel*& version);
    QWidget* makeConsent();
    QWidget* makeButtons();
    void showPhase(PromotionModel::Phase phase);
    void showPlan();
    void showDone();
    void askOverride();
    void fitGates();
    bool canPromote() const;
    void refresh();
    QString whyNot() const; // why Promote is off, in a few words; empty: it is on

    Prompts& prompts_;
    PromotionModel* model_;
    TextLabel *title_, *subtitle_, *nowHead_, *thenHead_, *now_, *then_, *changes_, *blocks_;
    PromotionChoices* choices_;
    QListView* gates_;
    QLineEdit *approver_, *reason_;
    QWidget* consent_;
    QPlainTextEdit* requests_;
    QProgressBar* progress_;
    NoticeBar* notice_;
    QPushButton *showRequests_, *cancel_, *override_, *promote_;
    QStringList overridden_;
    QString overrideReason_;
};

} // namespace binnacle
