#pragma once

#include "models/run_id_stream.h"
#include "models/version_registration.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace binnacle {

class ElidedLabel;
class NoticeBar;
class Prompts;
class TextLabel;

// A version of what a run logged, or of a folder of this machine: which model of it, in which
// registry, under which name; what will be done stands below before it is done.
class RegisterDialog : public QDialog
{
    Q_OBJECT
public:
    RegisterDialog(std::shared_ptr<Workspace> workspace, std::shared_ptr<Registrar> registrar,
                   WorkerPools& pools, Prompts& prompts, QWidget* parent = nullptr);
    // `run` nullopt: a folder is chosen. `path`: of the model's folder in the run; empty: the
    // first.
    void open(std::optional<RunRowId> run, const QString& path);
    using QDialog::open;
    const VersionRegistration* model() const { return model_; }

    void reject() override; // while files are copied: stops that first

signals:
    void registered(binnacle::RegisteredModelRowId model, const QString& version);

private:
    void buildForm();
    QWidget* makeFolderRow();
    QWidget* makeButtons();
    void showStart();
    void showNames();
    void showPhase();
    void showPlan();
    void edited();
    void makePlan();
    std::optional<RegistrationOrder> order() const; // nullopt: something is missing yet
    QString missing() const;

    Prompts& prompts_;
    VersionRegistration* model_;
    std::optional<RunRowId> run_;
    QString path_;
    bool filled_ = false;
    TextLabel *title_, *subtitle_, *steps_, *hint_;
    QComboBox *logged_, *registry_, *name_;
    QWidget *folderRow_, *loggedLabel_, *folderLabel_;
    ElidedLabel* folder_;
    QLineEdit* description_;
    QFormLayout* form_;
    QPlainTextEdit* requests_;
    QProgressBar* progress_;
    NoticeBar* notice_;
    QPushButton *showRequests_, *cancel_, *register_;
    QTimer later_;
};

} // namespace binnacle
