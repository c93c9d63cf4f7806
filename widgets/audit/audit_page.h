#pragma once

#include "models/audit_log_model.h"
#include "services/workspace/workspace.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <memory>

class QComboBox;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace binnacle {

class EmptyState;
class NoticeBar;
class Pill;
class SearchField;
class TextLabel;

// All that Binnacle changed, newest first: who, when, what, before and after, and by what evidence.
class AuditPage : public Page
{
    Q_OBJECT
public:
    AuditPage(const std::shared_ptr<Workspace>& workspace, std::shared_ptr<AuditSource> source,
              WorkerPools& pools, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;
    QList<PageCommand> commands() override;
    void setPrompts(std::shared_ptr<Prompts> prompts) { prompts_ = std::move(prompts); }
    const AuditLogModel* model() const { return model_; }

private:
    QWidget* makeBar();
    void setUpTable();
    void takeFilter();
    void updateState();
    void showChain();
    void showEntry();
    void askUndo();
    void exportAs(AuditSource::Form form);

    AuditLogModel* model_;
    std::shared_ptr<Prompts> prompts_;
    SearchField* search_;
    QComboBox* since_;
    Pill* chain_;
    TextLabel* count_;
    NoticeBar* notice_;
    QTableView* table_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    QScrollArea* inspector_;
    QPushButton *csv_, *jsonLines_;
};

} // namespace binnacle
