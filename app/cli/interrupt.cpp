#include "app/cli/interrupt.h"

#include <csignal>
#include <thread>

#include <unistd.h>

namespace binnacle::cli {

Interrupt::Interrupt()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals, stop = stop_]() mutable {
        int signal = 0;
        sigwait(&signals, &signal);
        stop.request_stop();
        sigwait(&signals, &signal);
        _exit(128 + signal);
    }).detach();
}

} // namespace binnacle::cli
